package dev.clientauth.diagnosis.input.tree;

import org.jspecify.annotations.Nullable;

/** Reads objects at places of one text, in time that grows with its length: requests that lead nowhere use a budget up. */
public final class TreeBudget {
    private static final int TIMES = 4;
    private static final int MIN_TREE_SIZE = 1 << 20;

    private final String text;
    private long left;
    private boolean isExceeded;

    public TreeBudget(String text) {
        this.text = text;
        this.left = (long) text.length() * TIMES + MIN_TREE_SIZE;
    }

    /** The value that begins there; null where none does, or where the budget is used up. */
    @Nullable
    public Tree parse(int place) {
        if (left <= 0) {
            isExceeded = true;
            return null;
        }
        LooseParser parser = new LooseParser(text, text.length());
        Tree tree = parser.at(place);
        isExceeded |= parser.isFull();
        left = parser.isFull() ? 0 : left - (parser.farthest() - place + 1L);
        return tree;
    }

    /** Whether an object was not read, or not as a whole, because the budget is used up. */
    public boolean isExceeded() {
        return isExceeded;
    }
}
