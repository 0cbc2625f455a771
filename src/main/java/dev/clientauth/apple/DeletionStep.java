package dev.clientauth.apple;

/** What is left to do when an account is deleted (Apple, TN3194). */
public enum DeletionStep {
    /** Delete the account's data, the tokens among them, on your servers and on the devices. */
    DELETE_DATA,
    /** Sign the person out on every device and in every browser. */
    SIGN_OUT,
    /** Revoke again later those sign-ins whose revocation failed; keep their tokens until then. */
    REVOKE_AGAIN,
    /**
     * Ask the person to stop using Apple with your app in their account's settings: there was no token to revoke. Until they
     * do, Apple sends no name or e-mail address when they sign up again. With a fresh authorization code of theirs, exchange
     * it and call again with what came of it.
     */
    ASK_PERSON_TO_REVOKE
}
