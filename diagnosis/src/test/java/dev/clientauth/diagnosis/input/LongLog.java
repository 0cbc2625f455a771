// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.diagnosis.input;

/** Writes a long log of an application, with a refused token request at its end. */
final class LongLog {
    private LongLog() {}

    static String of(int length) {
        StringBuilder log = new StringBuilder(length + 10_000);
        int second = 0;
        while (log.length() < length) {
            String time = "2026-11-26T12:%02d:%02d.%03dZ".formatted(second / 60 % 60, second % 60, second % 1000);
            log.append(time)
                    .append("  INFO 1 --- [nio-8080-exec-")
                    .append(second % 9)
                    .append("] c.e.shop.OrderService                    : Order ")
                    .append(second)
                    .append(" stored (status=OPEN, items=[{sku=A-1, count=2}, {sku=B-7, count=1}])\n")
                    .append(time)
                    .append(
                            " DEBUG 1 --- [nio-8080-exec-1] o.s.web.client.RestTemplate              : HTTP GET https://stock.example.com/items/")
                    .append(second)
                    .append("?color=red\n")
                    .append(time)
                    .append(
                            " DEBUG 1 --- [nio-8080-exec-1] o.s.web.client.RestTemplate              : Response 200 OK\n")
                    .append("{\"level\":\"info\",\"time\":\"")
                    .append(time)
                    .append("\",\"msg\":\"request completed\",\"responseTime\":12}\n")
                    .append(
                            "java.lang.IllegalStateException: Not open\n\tat com.example.shop.OrderService.close(OrderService.java:41)\n\tat java.base/java.lang.Thread.run(Thread.java:840)\n");
            second++;
        }
        return log.append(exchange("last")).toString();
    }

    /** A log of nothing but token requests that were refused. */
    static String ofTokenRequests(int length) {
        StringBuilder log = new StringBuilder(length + 10_000);
        for (int number = 1; log.length() < length; number++) {
            log.append(exchange("number-" + number));
        }
        return log.append(exchange("last")).toString();
    }

    private static String exchange(String client) {
        return "--> POST https://appleid.apple.com/auth/token\nContent-Type: application/x-www-form-urlencoded\n\n"
                + "grant_type=authorization_code&client_id=com.example." + client
                + "&code=abc-" + client + "&client_secret=eyJhbGciOiJFUzI1NiJ9.e30.AAAA\n"
                + "--> END POST (90-byte body)\n<-- 400 Bad Request https://appleid.apple.com/auth/token (211ms)\n\n"
                + "{\"error\":\"invalid_client\"}\n<-- END HTTP\n";
    }
}
