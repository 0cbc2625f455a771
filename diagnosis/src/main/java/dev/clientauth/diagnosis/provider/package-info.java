/** Detects the provider that a pasted request was meant for, and recognizes what is no client assertion at all. */
@NullMarked
package dev.clientauth.diagnosis.provider;

import org.jspecify.annotations.NullMarked;
