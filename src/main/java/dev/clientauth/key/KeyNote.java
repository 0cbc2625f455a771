package dev.clientauth.key;

import static dev.clientauth.key.KeyArguments.text;

/**
 * A remark on a key that was read all the same: something that strict readers refuse, or that puts the key at risk.
 *
 * @param problem what was found, as a clause, such as {@code n has padding (=)}
 * @param remedy what to do about it, as one or more sentences
 */
public record KeyNote(String problem, String remedy) {
    /** Rejects null and blank arguments. */
    public KeyNote {
        text(problem, "problem");
        text(remedy, "remedy");
    }
}
