// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.discovery;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;

/** Distinguishes addresses on the public internet from loopback, private and special-purpose addresses (RFC 6890). */
final class PublicAddresses {
    private static final int BYTE = 0xff;

    private PublicAddresses() {}

    /** Returns whether an address is on the public internet. */
    static boolean isPublic(InetAddress address) {
        if (address.isAnyLocalAddress()
                || address.isLoopbackAddress()
                || address.isLinkLocalAddress()
                || address.isSiteLocalAddress()
                || address.isMulticastAddress()) {
            return false;
        }
        byte[] bytes = address.getAddress();
        return address instanceof Inet4Address
                ? isPublic4(bytes, 0)
                : address instanceof Inet6Address && isPublic6(bytes);
    }

    private static boolean isPublic4(byte[] bytes, int from) {
        int a = bytes[from] & BYTE;
        int b = bytes[from + 1] & BYTE;
        int c = bytes[from + 2] & BYTE;
        return switch (a) {
            case 0, 10, 127 -> false;
            case 100 -> b < 64 || b > 127;
            case 169 -> b != 254;
            case 172 -> b < 16 || b > 31;
            case 192 -> b != 168 && !(b == 0 && (c == 0 || c == 2));
            case 198 -> b != 18 && b != 19 && !(b == 51 && c == 100);
            case 203 -> !(b == 0 && c == 113);
            default -> a < 224;
        };
    }

    /** An address that embeds an IPv4 address is classified by that: 64:ff9b::/96 (NAT64) and 2002::/16 (6to4). */
    private static boolean isPublic6(byte[] bytes) {
        int first = word(bytes, 0);
        if (first == 0x64 && word(bytes, 2) == 0xff9b && isZero(bytes, 4, 12)) {
            return isPublic4(bytes, 12);
        }
        if (first == 0x2002) {
            return isPublic4(bytes, 2);
        }
        boolean isDocumentation = first == 0x2001 && word(bytes, 2) == 0xdb8;
        boolean isTeredo = first == 0x2001 && word(bytes, 2) == 0;
        return first >> 13 == 1 && !isDocumentation && !isTeredo;
    }

    private static int word(byte[] bytes, int at) {
        return ((bytes[at] & BYTE) << 8) | (bytes[at + 1] & BYTE);
    }

    private static boolean isZero(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] != 0) {
                return false;
            }
        }
        return true;
    }
}
