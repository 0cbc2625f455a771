/** The parts of requests and responses that the finders add, and how each part is read. */
@NullMarked
package dev.clientauth.diagnosis.input.part;

import org.jspecify.annotations.NullMarked;
