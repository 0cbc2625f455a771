package dev.clientauth.profile;

import dev.clientauth.arguments.Arguments;

import java.util.List;

/**
 * How a provider's requests are recognised, and what they are confused with.
 *
 * @param hints what speaks for the provider
 * @param marks values of this provider, and of products that are easily taken for it
 */
public record Recognition(List<ProviderHint> hints, List<ProductMark> marks) {
    /** Recognises nothing. */
    public static final Recognition NONE = new Recognition(List.of(), List.of());

    /** Copies the lists. */
    public Recognition {
        hints = List.copyOf(Arguments.withoutNulls(hints, "hints"));
        marks = List.copyOf(Arguments.withoutNulls(marks, "marks"));
    }
}
