package dev.clientauth.reading;

import dev.clientauth.profile.Attempt;
import dev.clientauth.profile.Situation;

import java.util.List;

/**
 * What was read from a text.
 *
 * @param form what the text was
 * @param attempt the attempt; what the text does not tell is missing in it
 * @param situation what the text tells besides: when the attempt was made, what was answered
 * @param notes how the text was understood and what to supply, a sentence each; never with a secret
 */
public record Reading(Form form, Attempt attempt, Situation situation, List<String> notes) {
    /** Copies the list. */
    public Reading {
        notes = List.copyOf(notes);
    }
}
