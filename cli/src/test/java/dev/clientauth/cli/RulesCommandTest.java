package dev.clientauth.cli;

import dev.clientauth.provider.Epic;
import dev.clientauth.provider.Providers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The rules of every provider, for people and for programs. */
class RulesCommandTest {
    @Test
    void allProvidersAreListed() {
        CliHarness desk = new CliHarness().run("rules");
        assertThat(desk.exit()).isZero();
        assertThat(desk.out()).contains(Providers.ids()).doesNotContain("\u001B");
        assertThat(desk.out().lines().filter(line -> !line.contains("https://")))
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(80));
    }

    @ParameterizedTest
    @ValueSource(strings = {"epic", "siwa", "school", "business", "smart", "smart-backend-services", "private-key-jwt"})
    void eachIsKnownByItsNames(String name) {
        CliHarness desk = new CliHarness().run("rules", name);
        assertThat(desk.exit()).as(desk.err()).isZero();
        assertThat(desk.out()).contains("MUST", "https://");
    }

    @Test
    void levelsCanBeChosen() {
        assertThat(new CliHarness().run("rules", "epic", "--level", "should").out())
                .contains("SHOULD")
                .doesNotContain("MUST");
    }

    @Test
    void programsGetEveryRule() {
        CliHarness desk = new CliHarness().run("rules", "epic", "--json");
        assertThat(desk.json().path("providers").path(0).path("rules").size())
                .isEqualTo(Epic.sandbox().rules().size());
        assertThat(desk.json().at("/providers/0/rules/0/source/uri").asText()).startsWith("https://");
    }

    @Test
    void aNameThatWasMeantIsSuggested() {
        CliHarness desk = new CliHarness().run("rules", "epik");
        assertThat(desk.exit()).isEqualTo(2);
        assertThat(desk.err()).contains("Did you mean epic?");
    }
}
