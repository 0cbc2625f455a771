/**
 * What the library costs, against the least it could cost and against other libraries. Compiled by the profile {@code
 * benchmark} only; CONTRIBUTING has the commands, docs/benchmarks.md the results.
 */
package dev.clientauth.benchmark;
