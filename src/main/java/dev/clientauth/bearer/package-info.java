/** What every HTTP integration shares: which requests get the access token, and when a request is sent once more. */
@NullMarked
package dev.clientauth.bearer;

import org.jspecify.annotations.NullMarked;
