// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
/**
 * Measures the cost of the library, compared with the minimum and with other libraries. Compiled by the profile {@code
 * benchmark} only; CONTRIBUTING has the commands, docs/benchmarks.md the results.
 */
package dev.clientauth.benchmark;
