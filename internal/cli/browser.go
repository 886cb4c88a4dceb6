// SPDX-License-Identifier: EUPL-1.2

package cli

import (
	"context"
	"os/exec"
	"runtime"
)

// OpenBrowser asks the system to show an address in the person's browser; it does not wait for it.
func OpenBrowser(ctx context.Context, address string) error {
	name, args := opener(runtime.GOOS, address)
	c := exec.CommandContext(context.WithoutCancel(ctx), name, args...) // the browser outlives the program
	if err := c.Start(); err != nil {
		return err
	}
	go func() { _ = c.Wait() }() // whatever becomes of it, the address was printed
	return nil
}

// opener is what opens an address on a system.
func opener(system, address string) (name string, args []string) {
	switch system {
	case "darwin":
		return "open", []string{address}
	case "windows":
		return "rundll32", []string{"url.dll,FileProtocolHandler", address}
	}
	return "xdg-open", []string{address}
}

// showsBrowser tells whether a person sits here who would see a browser: a terminal, a display of this machine, and nobody who switched
// it off.
func (s *session) showsBrowser() bool {
	if s.Open == nil || !s.Terminal || s.Getenv("SUMANUS_NO_BROWSER") != "" {
		return false
	}
	for _, from := range []string{"SSH_CONNECTION", "SSH_TTY", "CI"} {
		if s.Getenv(from) != "" {
			return false
		}
	}
	return s.System != "linux" || s.Getenv("DISPLAY") != "" || s.Getenv("WAYLAND_DISPLAY") != ""
}

// show opens the browser on an address. That it cannot be opened is no fault: the address stands on the screen.
func (s *session) show(ctx context.Context, address string) {
	if !s.showsBrowser() {
		return
	}
	if err := s.Open(ctx, address); err != nil {
		s.log.Info("no browser was opened", "cause", err)
		return
	}
	s.tell("cli.browser-opened")
}
