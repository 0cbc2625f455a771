// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.key.crypto;

import java.math.BigInteger;
import java.util.Arrays;

/** Reads DER (ITU-T X.690), limited to what keys use. */
public final class DerReader {

    public static final int INTEGER = 0x02;
    public static final int BIT_STRING = 0x03;
    public static final int OCTET_STRING = 0x04;
    public static final int OBJECT_IDENTIFIER = 0x06;
    public static final int SEQUENCE = 0x30;
    public static final int NOTHING = -1;

    private final byte[] bytes;
    private final int end;
    private int position;

    public DerReader(byte[] bytes) {
        this(bytes, 0, bytes.length);
    }

    private DerReader(byte[] bytes, int start, int end) {
        this.bytes = bytes;
        this.position = start;
        this.end = end;
    }

    /** Returns whether the bytes are exactly one SEQUENCE. */
    public static boolean spansExactly(byte[] bytes) {
        if (bytes.length < 2 || bytes[0] != SEQUENCE) {
            return false;
        }
        int announced = bytes[1] & 0xff;
        if (announced < 0x80) {
            return announced == bytes.length - 2;
        }
        int octets = announced - 0x80;
        if (octets < 1 || octets > 3 || bytes.length < 2 + octets) {
            return false;
        }
        return new BigInteger(1, Arrays.copyOfRange(bytes, 2, 2 + octets)).intValue() == bytes.length - 2 - octets;
    }

    public static int context(int number) {
        return 0xa0 + number;
    }

    /** Returns the tag of the next element, or {@link #NOTHING} at the end. */
    public int peek() {
        return position < end ? bytes[position] & 0xff : NOTHING;
    }

    public DerReader enter(int tag) {
        int length = header(tag);
        DerReader inside = new DerReader(bytes, position, position + length);
        position += length;
        return inside;
    }

    public byte[] content(int tag) {
        int length = header(tag);
        position += length;
        return Arrays.copyOfRange(bytes, position - length, position);
    }

    /** Returns the next element with its header. */
    byte[] element() {
        int start = position;
        skip();
        return Arrays.copyOfRange(bytes, start, position);
    }

    public void skip() {
        int length = header(peek());
        position += length;
    }

    public BigInteger integer() {
        byte[] content = content(INTEGER);
        if (content.length == 0) {
            throw damaged();
        }
        return new BigInteger(content);
    }

    /** Returns the content of a BIT STRING of whole octets. */
    public byte[] bits() {
        return bits(BIT_STRING);
    }

    public byte[] bits(int tag) {
        byte[] content = content(tag);
        if (content.length == 0 || content[0] != 0) {
            throw damaged();
        }
        return Arrays.copyOfRange(content, 1, content.length);
    }

    public String oid() {
        byte[] content = content(OBJECT_IDENTIFIER);
        StringBuilder dotted = new StringBuilder();
        long arc = 0;
        for (byte octet : content) {
            arc = (arc << 7) | (octet & 0x7f);
            if (octet < 0) {
                continue;
            }
            if (dotted.length() == 0) {
                long first = Math.min(arc / 40, 2);
                dotted.append(first).append('.').append(arc - 40 * first);
            } else {
                dotted.append('.').append(arc);
            }
            arc = 0;
        }
        return dotted.toString();
    }

    private int header(int tag) {
        if (end - position < 2 || tag != (bytes[position] & 0xff)) {
            throw damaged();
        }
        int length = bytes[position + 1] & 0xff;
        position += 2;
        if (length >= 0x80) {
            int octets = length - 0x80;
            if (octets < 1 || octets > 3 || end - position < octets) {
                throw damaged();
            }
            length = 0;
            for (int i = 0; i < octets; i++) {
                length = (length << 8) | (bytes[position++] & 0xff);
            }
        }
        if (length > end - position) {
            throw new UnusableKeyException(
                    "a truncated key: its DER declares " + length + " bytes, but " + (end - position) + " follow",
                    "Copy the key again from its first line to its last.");
        }
        return length;
    }

    private static UnusableKeyException damaged() {
        return new UnusableKeyException(
                "damaged DER", "Copy the key again from its first line to its last, without editing it.");
    }
}
