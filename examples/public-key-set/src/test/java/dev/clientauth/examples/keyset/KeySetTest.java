// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.examples.keyset;

import com.nimbusds.jose.JWSAlgorithm;
import com.sun.net.httpserver.HttpServer;
import dev.clientauth.key.PublicKeySet;
import dev.clientauth.key.PublicKeySetHandler;
import dev.clientauth.key.SigningKey;
import jakarta.servlet.Servlet;
import jakarta.servlet.ServletRegistration;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.startup.Tomcat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.server.reactive.TomcatHttpHandlerAdapter;
import org.springframework.web.context.support.AnnotationConfigWebApplicationContext;
import org.springframework.web.reactive.config.EnableWebFlux;
import org.springframework.web.server.adapter.WebHttpHandlerBuilder;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.config.annotation.EnableWebMvc;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;

/** Each server sends the same responses. */
class KeySetTest {
    @TempDir
    Path folder;

    private final PublicKeySet keys = PublicKeySet.of(
            SigningKey.generate(JWSAlgorithm.ES384),
            SigningKey.generate(JWSAlgorithm.RS384).withAlgorithm(JWSAlgorithm.RS384));
    private final List<AutoCloseable> running = new ArrayList<>();

    @Configuration
    @EnableWebMvc
    static class Mvc {}

    @Configuration
    @EnableWebFlux
    static class WebFlux {}

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable each : running) {
            each.close();
        }
    }

    private int start(String server) throws Exception {
        return switch (server) {
            case "JDK" -> {
                HttpServer http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
                http.createContext("/jwks.json", new PublicKeySetHandler(() -> keys, Duration.ofMinutes(10)));
                http.start();
                running.add(() -> http.stop(0));
                yield http.getAddress().getPort();
            }
            case "Servlet" -> tomcat(new KeySetServlet(() -> keys));
            case "Spring MVC" -> {
                AnnotationConfigWebApplicationContext context = new AnnotationConfigWebApplicationContext();
                context.register(Mvc.class);
                context.addBeanFactoryPostProcessor(
                        beans -> beans.registerSingleton("keySet", new KeySetController(() -> keys)));
                yield tomcat(new DispatcherServlet(context));
            }
            case "Spring WebFlux" -> {
                AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
                context.register(WebFlux.class);
                context.addBeanFactoryPostProcessor(
                        beans -> beans.registerSingleton("keySet", new KeySetController(() -> keys)));
                context.refresh();
                running.add(context);
                yield tomcat(new TomcatHttpHandlerAdapter(
                        WebHttpHandlerBuilder.applicationContext(context).build()));
            }
            default -> throw new IllegalArgumentException(server);
        };
    }

    private int tomcat(Servlet servlet) throws LifecycleException {
        Tomcat tomcat = new Tomcat();
        tomcat.setBaseDir(folder.toString());
        tomcat.setHostname("127.0.0.1");
        tomcat.setPort(0);
        Context context = tomcat.addContext("", folder.toString());
        context.addServletContainerInitializer(
                (classes, servletContext) -> {
                    ServletRegistration.Dynamic added = servletContext.addServlet("keys", servlet);
                    added.setAsyncSupported(true);
                    added.addMapping("/");
                },
                Set.of());
        tomcat.getConnector();
        tomcat.start();
        running.add(() -> {
            tomcat.stop();
            tomcat.destroy();
        });
        return tomcat.getConnector().getLocalPort();
    }

    private static HttpResponse<String> send(int port, String method, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/jwks.json"))
                .method(method, HttpRequest.BodyPublishers.noBody());
        if (headers.length > 0) {
            request.headers(headers);
        }
        return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"JDK", "Servlet", "Spring MVC", "Spring WebFlux"})
    void theSetIsPublishedForProviders(String server) throws Exception {
        int port = start(server);

        HttpResponse<String> get = send(port, "GET", "Accept", "application/json");
        assertThat(get.statusCode()).isEqualTo(200);
        assertThat(get.body()).isEqualTo(keys.toJson());
        assertThat(get.headers().firstValue("Content-Type").orElse("")).startsWith("application/json");
        assertThat(get.headers().allValues("Cache-Control")).containsExactly("public, max-age=600");
        assertThat(get.headers().allValues("ETag")).containsExactly(keys.etag());

        HttpResponse<String> again = send(port, "GET", "If-None-Match", "\"other\", W/" + keys.etag());
        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
        assertThat(again.headers().allValues("Cache-Control")).containsExactly("public, max-age=600");
        assertThat(send(port, "GET", "If-None-Match", "\"other\"").statusCode()).isEqualTo(200);

        HttpResponse<String> head = send(port, "HEAD");
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        assertThat(head.headers().firstValue("Content-Length"))
                .contains(String.valueOf(keys.toJson().length()));
        assertThat(head.headers().allValues("ETag")).containsExactly(keys.etag());

        for (String method : List.of("POST", "PUT", "DELETE")) {
            HttpResponse<String> refused = send(port, method);
            assertThat(refused.statusCode()).as(method).isEqualTo(405);
            assertThat(refused.headers().firstValue("Allow")).contains("GET, HEAD");
            assertThat(refused.body()).isEmpty();
        }
    }
}
