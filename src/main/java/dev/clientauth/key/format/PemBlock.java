// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.key.format;

import dev.clientauth.key.crypto.UnusableKeyException;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One block of PEM (RFC 7468), with the header fields of RFC 1421 if it has them. */
public final class PemBlock {

    /** Words of a label are short, so that no part of a key is mistaken for one and quoted in an error. */
    private static final String LABEL = " ([A-Za-z0-9]{1,12}(?: [A-Za-z0-9]{1,12}){0,5})\\s?-{4,5}";

    private static final Pattern BEGIN = Pattern.compile("-{4,5}\\s?BEGIN" + LABEL);
    private static final Pattern END = Pattern.compile("-{4,5}\\s?END" + LABEL);

    /** The cipher implies the length of the vector, which matters if the line break after it is lost. */
    private static final Pattern DEK_INFO = Pattern.compile(
            "DEK-Info:\\s*(?:(DES[A-Z0-9-]*),([0-9A-F]{16})|([A-Z0-9-]+),([0-9A-F]{32}))", Pattern.CASE_INSENSITIVE);

    private static final Pattern PROC_TYPE = Pattern.compile("Proc-Type:\\s*4,\\s*ENCRYPTED", Pattern.CASE_INSENSITIVE);
    private static final Pattern HEADER_LINE = Pattern.compile("(?m)^[ \\t]*[A-Za-z][A-Za-z0-9-]*:.*$");
    private static final Pattern ESCAPED_BREAK = Pattern.compile("(?<!\\\\)\\\\++[rnt]");
    private static final Pattern ESCAPED_CHARACTER = Pattern.compile("(?<!\\\\)\\\\++u00([0-9A-Fa-f]{2})");

    private final String label;
    private final String body;

    private PemBlock(String label, String body) {
        this.label = label.toUpperCase(Locale.ROOT);
        this.body = body;
    }

    static boolean in(String text) {
        return BEGIN.matcher(text).find();
    }

    public static List<PemBlock> all(String text) {
        String unescaped = ESCAPED_BREAK.matcher(text).replaceAll("\n");
        unescaped = ESCAPED_CHARACTER
                .matcher(unescaped)
                .replaceAll(m -> Matcher.quoteReplacement(String.valueOf((char) HexFormat.fromHexDigits(m.group(1)))));
        List<PemBlock> blocks = new ArrayList<>();
        Matcher begin = BEGIN.matcher(unescaped);
        Matcher end = END.matcher(unescaped);
        int from = 0;
        while (begin.find(from)) {
            String label = begin.group(1);
            int start = begin.end();
            boolean another = begin.find();
            if (!end.find(start) || (another && begin.start() < end.start())) {
                throw new UnusableKeyException(
                        "a truncated PEM: BEGIN " + label + " without its END",
                        "Copy the complete key again; a value with line breaks is often cut after its first line.");
            }
            blocks.add(new PemBlock(label, unescaped.substring(start, end.start())));
            from = end.end();
        }
        return blocks;
    }

    public String label() {
        return label;
    }

    /** Returns the cipher and initialization vector of a block in OpenSSL's legacy encryption. */
    public Optional<DekInfo> dekInfo() {
        Matcher dek = DEK_INFO.matcher(body);
        if (!dek.find()) {
            return Optional.empty();
        }
        boolean des = dek.group(1) != null;
        String vector = des ? dek.group(2) : dek.group(4);
        return Optional.of(
                new DekInfo(des ? dek.group(1) : dek.group(3), HexFormat.of().parseHex(vector)));
    }

    public byte[] der() {
        String bare = DEK_INFO.matcher(body).replaceFirst("");
        bare = PROC_TYPE.matcher(bare).replaceFirst("");
        return PemBody.decode(HEADER_LINE.matcher(bare).replaceAll(""), label);
    }
}
