/** Finds requests in command lines (curl, wget, HTTPie, xh, PowerShell) and in calls in source code. */
@NullMarked
package dev.clientauth.diagnosis.input.command;

import org.jspecify.annotations.NullMarked;
