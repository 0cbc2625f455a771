// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.diagnosis.input;

import dev.clientauth.diagnosis.input.clean.CleanText;
import dev.clientauth.diagnosis.input.clean.LineCleaner;
import dev.clientauth.diagnosis.input.clean.RelevantLines;
import dev.clientauth.diagnosis.input.clean.TextCleaner;
import dev.clientauth.diagnosis.input.part.BodyText;
import dev.clientauth.diagnosis.input.part.FormText;
import dev.clientauth.diagnosis.input.part.JwtText;
import dev.clientauth.diagnosis.input.part.Names;
import dev.clientauth.diagnosis.input.part.ParameterNames;
import dev.clientauth.diagnosis.input.part.Piece;
import dev.clientauth.diagnosis.input.part.RequestCollector;
import dev.clientauth.diagnosis.input.part.ResponseBody;
import dev.clientauth.diagnosis.input.part.UrlText;
import dev.clientauth.diagnosis.input.tree.LooseParser;
import dev.clientauth.diagnosis.input.tree.Tree;
import dev.clientauth.profile.TokenRequest;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Reads token requests, and the responses to them, from text in any common format: a JWT, a request as it goes over the
 * wire, the log of a library, a command, an archive or a collection, a configuration, a description in words, or several of
 * these in a row.
 *
 * <p>Stages: {@link TextCleaner} and {@link LineCleaner} remove line prefixes, markup and quoting, {@link PieceFinder} finds
 * the parts of requests and responses, {@link ExchangeBuilder} puts them together, {@link ExchangeChooser} chooses which to
 * explain. The time is linear in the length of the text.
 *
 * <p>Any text of up to {@value #MAX_LENGTH} characters is accepted. What cannot be read is a {@linkplain
 * dev.clientauth.profile.TokenRequest#faults() fault} of the request, and how the rest was interpreted is a {@linkplain
 * ParsedInput#notes() note}. Values that were left out, such as {@code $TOKEN}, {@code <jwt>} or {@code ***}, are treated as
 * unknown. Nothing is sent anywhere, and no file is opened.
 */
public final class RequestParser {
    /** The maximum number of characters that are read: {@value}, 16 Mi. */
    public static final int MAX_LENGTH = 1 << 24;

    private static final Pattern URL = Pattern.compile("https?://\\S++");
    /** A form on one line; names may be percent-encoded. */
    private static final Pattern FORM =
            Pattern.compile("[&?]?[A-Za-z%][\\w.%-]{0,60}+=[^\\s&\"']*+(?:&[\\w.%-]{0,80}+=[^\\s&\"']*+)++");

    private static final Pattern OBJECT = Pattern.compile("\\{\\s*+\"");
    private static final int MAX_JWT = 1 << 20;

    private RequestParser() {}

    /**
     * Reads a text. Never throws.
     *
     * @param text at most {@value #MAX_LENGTH} characters; a longer text is not read
     */
    public static ParsedInput parse(String text) {
        RequestCollector whole = new RequestCollector();
        if (text.length() > MAX_LENGTH) {
            return unreadable(
                    whole,
                    "the text has " + text.length() + " characters, more than the maximum of " + MAX_LENGTH
                            + " (16 Mi): paste only the request and its response");
        }
        String clean = TextCleaner.clean(text, whole::note);
        if (clean.length() > RelevantLines.MIN_LENGTH && !clean.startsWith("{") && !clean.startsWith("[")) {
            String near = RelevantLines.of(clean);
            if (!near.equals(clean)) {
                whole.note("The text is long: only the lines near token requests and their responses were read.");
            }
            clean = near;
        }
        if (clean.isEmpty()) {
            return unreadable(whole, "the text is empty");
        }
        Draft single = single(clean);
        return single == null ? pieces(clean, whole) : ExchangeChooser.only(single, whole.notes());
    }

    private static ParsedInput unreadable(RequestCollector into, String fault) {
        Draft draft = new Draft(0);
        draft.request = into;
        into.fault(fault);
        return ExchangeChooser.only(draft, List.of());
    }

    /** Reads a text that consists of a JWT, a URL or a form. */
    private static @Nullable Draft single(String text) {
        Draft draft = new Draft(0);
        if (text.length() <= MAX_JWT && JwtText.isJwt(text)) {
            JwtText.read(text, draft.request);
            return draft.as(InputFormat.JWT);
        }
        if (OBJECT.matcher(text).lookingAt()) {
            return json(text, draft);
        }
        if (FORM.matcher(text).matches() && FormText.glued(text) == text.length()) {
            draft.take(new Piece.Form(text.charAt(0) == '&' || text.charAt(0) == '?' ? text.substring(1) : text, 0));
            return draft.as(InputFormat.FORM_BODY);
        }
        if (URL.matcher(text).matches()) {
            UrlText.read(text, draft.request);
            return draft.as(InputFormat.HTTP_REQUEST);
        }
        return null;
    }

    /** Reads a text that consists of a JSON object of parameters. */
    private static @Nullable Draft json(String text, Draft draft) {
        Tree tree = LooseParser.parse(text);
        boolean isWhole = tree != null && tree.isObject() && tree.isClosed() && tree.end() >= text.length();
        if (tree == null || !isWhole || !tree.members().stream().anyMatch(m -> Names.isStrong(m.name()))) {
            return null;
        }
        List<TokenRequest.Parameter> parameters = tree.members().stream()
                .map(m -> new TokenRequest.Parameter(m.name(), m.value().text(), false))
                .toList();
        if (ParameterNames.isConfiguration(parameters) || ResponseBody.isResponse(tree)) {
            return null;
        }
        BodyText.json(tree, false, draft.request);
        return draft.as(InputFormat.JSON_BODY);
    }

    private static ParsedInput pieces(String clean, RequestCollector whole) {
        CleanText text = LineCleaner.clean(clean);
        List<Piece> pieces = new ArrayList<>();
        PieceFinder finder = new PieceFinder(text, pieces, 0);
        finder.find();
        finder.notRead().forEach(whole::note);
        ExchangeBuilder builder = new ExchangeBuilder();
        List<Draft> drafts = builder.build(pieces);
        return ExchangeChooser.choose(drafts, text, finder.used(), builder.keys(), whole.notes());
    }
}
