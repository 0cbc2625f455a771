package dev.clientauth.diagnosis.input.tree;

import org.jspecify.annotations.Nullable;

/** Reads objects at places of one text, in time that grows with its length: requests that lead nowhere use a budget up. */
public final class TreeBudget {
    private static final int TIMES = 4;
    private static final int LEAST = 1 << 20;

    private final String text;
    private long left;

    public TreeBudget(String text) {
        this.text = text;
        this.left = (long) text.length() * TIMES + LEAST;
    }

    /** The value that begins there; null where none does, or where the budget is used up. */
    @Nullable
    public Tree parse(int place) {
        if (left <= 0) {
            return null;
        }
        LooseParser parser = new LooseParser(text, text.length());
        Tree tree = parser.at(place);
        left = parser.isFull() ? 0 : left - (parser.farthest() - place + 1L);
        return tree;
    }
}
