package dev.clientauth.profile;

import java.util.List;

/**
 * How requests to a provider are recognised, and what they are confused with.
 *
 * @param hints characteristics of requests to the provider
 * @param marks values of this provider, and of products that are easily confused with it
 */
public record Recognition(List<ProviderHint> hints, List<ProductMark> marks) {
    /** Returns an instance that recognises nothing. */
    public static final Recognition NONE = new Recognition(List.of(), List.of());

    /** Copies the lists. */
    public Recognition {
        hints = List.copyOf(hints);
        marks = List.copyOf(marks);
    }
}
