package dev.clientauth.diagnosis.input;

import dev.clientauth.profile.EvaluationContext;
import dev.clientauth.profile.TokenRequest;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What was read from a text.
 *
 * @param exchanges what is to be explained: each request that was refused, or else the last one; never empty
 * @param total how many requests the text tells of
 * @param unused the lines of which nothing was used
 * @param keys the keys that stand in the text by themselves, in words: they are secrets that left their place
 * @param remarks about the text as a whole, a sentence each; never with a secret
 */
public record ParsedInput(
        List<ParsedExchange> exchanges, int total, List<LineRange> unused, List<String> keys, List<String> remarks) {
    /**
     * Lines of the text.
     *
     * @param first the first of them, from 1
     * @param last the last of them
     */
    public record LineRange(int first, int last) {}

    /** Copies the lists. */
    public ParsedInput {
        exchanges = List.copyOf(exchanges);
        unused = List.copyOf(unused);
        keys = List.copyOf(keys);
        remarks = List.copyOf(remarks);
    }

    /** The exchange to explain first: the last one that was refused, or else the last one. */
    public ParsedExchange chosen() {
        return exchanges.get(exchanges.size() - 1);
    }

    /** The format of {@link #chosen()}. */
    public InputFormat format() {
        return chosen().format();
    }

    /** The request of {@link #chosen()}. */
    public TokenRequest request() {
        return chosen().request();
    }

    /** What the text tells about {@link #chosen()} besides. */
    public EvaluationContext context() {
        return chosen().context();
    }

    /** The notes on {@link #chosen()} and on the text as a whole. */
    public List<String> notes() {
        Set<String> notes = new LinkedHashSet<>(remarks);
        notes.addAll(chosen().notes());
        return new ArrayList<>(notes);
    }
}
