// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.diagnosis.input.tree;

import org.jspecify.annotations.Nullable;

/** Reads objects at offsets of one text in linear time: attempts that fail consume a budget. */
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

    /** Returns the value that begins there; null if there is none, or if the budget is exhausted. */
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

    /** Returns whether an object was not read completely, because the budget is exhausted. */
    public boolean isExceeded() {
        return isExceeded;
    }
}
