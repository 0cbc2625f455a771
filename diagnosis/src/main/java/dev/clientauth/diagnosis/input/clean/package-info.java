/** Removes what terminals, loggers, web pages and quoting add to a text. The first stages of reading. */
@NullMarked
package dev.clientauth.diagnosis.input.clean;

import org.jspecify.annotations.NullMarked;
