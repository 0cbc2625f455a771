/**
 * HTTP requests whose responses cannot take more memory than a fixed limit, and whose failures quote nothing that was
 * received. Hidden: the module does not export it, and it may change at any time.
 */
@NullMarked
package dev.clientauth.net;

import org.jspecify.annotations.NullMarked;
