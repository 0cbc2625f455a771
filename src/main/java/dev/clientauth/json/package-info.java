/** JSON trees for the modules beside the library. The library itself streams, so that a first token loads no mapper. */
@NullMarked
package dev.clientauth.json;

import org.jspecify.annotations.NullMarked;
