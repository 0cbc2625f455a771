/** Values as programs print them: JSON, and the dictionaries of other languages. */
@NullMarked
package dev.clientauth.diagnosis.input.tree;

import org.jspecify.annotations.NullMarked;
