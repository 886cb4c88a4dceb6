// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"context"
	"crypto/rand"
	"os"
	"os/signal"
	"runtime"
	"syscall"
	"time"

	"github.com/mattn/go-isatty"

	"github.com/sumanus/sumanus/internal/cli"
)

// version is set while linking.
var version string

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	status := cli.Run(ctx, cli.World{
		Args: os.Args[1:], Stdout: os.Stdout, Stderr: os.Stderr, Getenv: os.Getenv,
		Now: time.Now, Random: rand.Reader, Version: version,
		Open: cli.OpenBrowser, Terminal: isatty.IsTerminal(os.Stdout.Fd()), System: runtime.GOOS,
	})
	stop()
	os.Exit(status)
}
