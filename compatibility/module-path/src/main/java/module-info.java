/** An application on the module path. */
module dev.clientauth.compatibility.modular {
    requires dev.clientauth;
    requires dev.clientauth.mock;
}
