// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.fakes;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.JavacTask;

import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** Reads the names of parameters in the sources, since the compiled classes do not have them. */
public final class SourceParameterNames {
    private static final Map<Class<?>, CompilationUnitTree> SOURCES = new ConcurrentHashMap<>();

    private SourceParameterNames() {}

    /** Returns the names of the parameters of a method or constructor of the library. */
    public static List<String> of(Executable executable) {
        Class<?> type = executable.getDeclaringClass();
        if (type.isRecord() && executable instanceof Constructor<?>) {
            RecordComponent[] components = type.getRecordComponents();
            if (Arrays.equals(
                    Stream.of(components).map(RecordComponent::getType).toArray(), executable.getParameterTypes())) {
                return Stream.of(components).map(RecordComponent::getName).toList();
            }
        }
        List<MethodTree> found = declaration(type).getMembers().stream()
                .filter(MethodTree.class::isInstance)
                .map(MethodTree.class::cast)
                .filter(method -> matches(method, executable))
                .toList();
        if (found.size() != 1) {
            throw new AssertionError("The source has " + found.size() + " of " + executable);
        }
        return found.get(0).getParameters().stream()
                .map(parameter -> parameter.getName().toString())
                .toList();
    }

    private static boolean matches(MethodTree method, Executable executable) {
        String name = executable instanceof Constructor<?> ? "<init>" : executable.getName();
        Class<?>[] types = executable.getParameterTypes();
        List<? extends VariableTree> parameters = method.getParameters();
        if (!method.getName().contentEquals(name) || parameters.size() != types.length) {
            return false;
        }
        for (int i = 0; i < types.length; i++) {
            String written = erased(parameters.get(i).getType());
            boolean isVariable = written.matches("[A-Z](\\[\\])?");
            if (!isVariable && !written.equals(types[i].getSimpleName())) {
                return false;
            }
        }
        return true;
    }

    /** The simple name of a type, without annotations and type arguments. */
    private static String erased(Tree type) {
        String bare = type.toString()
                .replace("...", "[]")
                .replaceAll("@[\\w.]+(\\(\\))?\\s*", "")
                .replaceAll("<.*>", "")
                .replaceAll("\\s", "");
        return bare.substring(bare.lastIndexOf('.') + 1);
    }

    private static ClassTree declaration(Class<?> type) {
        Class<?> outer = type.getEnclosingClass();
        Stream<? extends Tree> candidates =
                outer == null ? source(type).getTypeDecls().stream() : declaration(outer).getMembers().stream();
        return candidates
                .filter(ClassTree.class::isInstance)
                .map(ClassTree.class::cast)
                .filter(tree -> tree.getSimpleName().contentEquals(type.getSimpleName()))
                .findFirst()
                .orElseThrow(() -> new AssertionError("There is no source of " + type));
    }

    private static CompilationUnitTree source(Class<?> type) {
        return SOURCES.computeIfAbsent(type, SourceParameterNames::parse);
    }

    private static CompilationUnitTree parse(Class<?> type) {
        Path file = Path.of("src/main/java", type.getName().replace('.', '/') + ".java");
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            JavacTask task = (JavacTask)
                    compiler.getTask(null, files, null, List.of("-proc:none"), null, files.getJavaFileObjects(file));
            return task.parse().iterator().next();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
