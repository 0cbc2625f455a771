/** Frees a text from what terminals, loggers, web pages and quoting add to it. The first stage of reading. */
@NullMarked
package dev.clientauth.diagnosis.input.clean;

import org.jspecify.annotations.NullMarked;
