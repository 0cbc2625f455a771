// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
/** An application on the module path. */
module dev.clientauth.compatibility.modular {
    requires dev.clientauth;
    requires dev.clientauth.mock;
}
