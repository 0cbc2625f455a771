// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.diagnosis.input.part;

import dev.clientauth.diagnosis.input.tree.Tree;
import dev.clientauth.profile.TokenRequest;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/** A part that a stage found in a text. The next stage assembles the pieces into exchanges. */
public sealed interface Piece {
    /** Returns the line of the clean text on which it begins, from 0. */
    int line();

    /** Returns the piece on another line: that of the text in which it was nested. */
    Piece at(int line);

    /** The format of a whole request. */
    enum Origin {
        /** As an HTTP message, as a log of one, or as a call in source code. */
        MESSAGE,
        CURL,
        /** As a command line other than that of curl. */
        COMMAND,
        /** As an entry of a HAR file. */
        ARCHIVE,
        /** As an entry of a collection, or in the error of a library. */
        EXPORT
    }

    /** The format of parameters without a request line. */
    enum Written {
        /** As a program prints a dictionary. */
        PRINTED,
        /** As lines of {@code name: value}. */
        DESCRIBED
    }

    /** A whole request: a request line with what follows it, a command, an entry of an export. */
    record Request(RequestCollector request, Origin origin, int line) implements Piece {
        @Override
        public Piece at(int place) {
            return new Request(request, origin, place);
        }
    }

    /** The server's response, or a part of it. */
    record Response(ResponseCollector response, int line) implements Piece {
        @Override
        public Piece at(int place) {
            return new Response(response, place);
        }
    }

    /** A form without a request line. */
    record Form(String form, int line) implements Piece {
        @Override
        public Piece at(int place) {
            return new Form(form, place);
        }
    }

    /**
     * Parameters without a request line.
     *
     * @param isConfiguration whether they are settings of an application, which say nothing about the rest of a request
     */
    record Parameters(List<TokenRequest.Parameter> parameters, Written written, boolean isConfiguration, int line)
            implements Piece {
        @Override
        public Piece at(int place) {
            return new Parameters(parameters, written, isConfiguration, place);
        }
    }

    /** Headers without a request line. */
    record Headers(List<HttpMessage.Header> headers, int line) implements Piece {
        @Override
        public Piece at(int place) {
            return new Headers(headers, place);
        }
    }

    /**
     * The address of a request, without the rest of it.
     *
     * @param isStated whether the text says that the request was sent there, instead of only mentioning it
     */
    record Endpoint(@Nullable String method, @Nullable String url, boolean isStated, int line) implements Piece {
        @Override
        public Piece at(int place) {
            return new Endpoint(method, url, isStated, place);
        }
    }

    /** A JWT by itself. */
    record Jwt(String compact, int line) implements Piece {
        @Override
        public Piece at(int place) {
            return new Jwt(compact, place);
        }
    }

    /** The header or the payload of a JWT, or both, decoded. */
    record Decoded(@Nullable Tree header, @Nullable Tree claims, String source, int line) implements Piece {
        @Override
        public Piece at(int place) {
            return new Decoded(header, claims, source, place);
        }
    }

    /** A setting that is not a parameter, such as a Team ID. */
    record Setting(String name, String value, int line) implements Piece {
        @Override
        public Piece at(int place) {
            return new Setting(name, value, place);
        }
    }

    /** A key by itself. */
    record Key(String kind, int line) implements Piece {
        @Override
        public Piece at(int place) {
            return new Key(kind, place);
        }
    }

    /** When something was logged. */
    record Time(Instant instant, int line) implements Piece {
        @Override
        public Piece at(int place) {
            return new Time(instant, place);
        }
    }
}
