package dev.clientauth.provider;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The pain points of {@code ApplePainPointsTest} and {@code SmartPainPointsTest} that only tests against a mock show. */
class PainPointsOfExchangesTest {

    @ParameterizedTest(name = "{0}. {1}")
    @CsvSource({
        "9, a key where the assertion belongs is never shown, secrecy.SecretsTest, aKeyWhereTheAssertionBelongs",
        "12, nor by a double callback, apple.CodeExchangeTest, aDoubleCallbackSendsTheCodeOnce",
        "9, the provider's clock is followed, refresh.ProviderClockTest, aClockThatBreaksATimeRuleAtTheProviderIsCorrected",
        "16, nothing secret in a log, secrecy.SecretsTest, nothingSecretWasLogged"
    })
    void aTestAgainstAMockHoldsIt(int number, String what, String test, String method) {
        DiagnosisAssert.isHeldBy(test, method);
    }
}
