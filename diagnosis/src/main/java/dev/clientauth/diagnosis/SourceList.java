// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.diagnosis;

import dev.clientauth.profile.Citation;

import java.util.ArrayList;
import java.util.List;

/** The cited sources of a page, numbered from 1 in order of first use. */
final class SourceList {
    private final List<Citation> cited = new ArrayList<>();

    /** Returns the number of a source. */
    int number(Citation citation) {
        int index = cited.indexOf(citation);
        if (index < 0) {
            cited.add(citation);
            return cited.size();
        }
        return index + 1;
    }

    List<Citation> all() {
        return List.copyOf(cited);
    }

    /** Returns {@code documented} or {@code observed}. */
    static String basis(Citation citation) {
        return citation.certainty().toString();
    }
}
