package dev.clientauth.diagnosis;

/**
 * What a report is about.
 *
 * @param line what was read and by whose rules it was judged, or what to paste instead, in sentences
 * @param noun what was judged: {@code request}, {@code JWT}, {@code configuration}, or {@code response} where there is nothing
 *     to judge
 */
record Subject(String line, String noun) {
    /** What a report of a diagnosis alone is about. */
    static final Subject REQUEST = new Subject("", "request");

    private static final String NOTHING = "response";

    /** A text in which there is no request, nor a part of one. */
    static Subject nothing(String line) {
        return new Subject(line, NOTHING);
    }

    /** Whether anything of a request was there to be judged. */
    boolean isJudged() {
        return !noun.equals(NOTHING);
    }
}
