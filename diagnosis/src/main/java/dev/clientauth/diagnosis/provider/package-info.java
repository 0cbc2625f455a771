/** Detects the provider that a pasted request was meant for, and recognises what is no client assertion at all. */
@NullMarked
package dev.clientauth.diagnosis.provider;

import org.jspecify.annotations.NullMarked;
