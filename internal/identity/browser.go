// SPDX-License-Identifier: EUPL-1.2

package identity

import "strings"

// browserOf puts what a browser says about itself into two names of products, which are the same in every language. What is not known is
// empty; the long text itself, which can tell people apart, is not kept.
func browserOf(agent string) (browser, system string) {
	first := func(pairs ...string) string {
		for i := 0; i+1 < len(pairs); i += 2 {
			if strings.Contains(agent, pairs[i]) {
				return pairs[i+1]
			}
		}
		return ""
	}
	// The order matters: each browser also names those it wants to be taken for.
	browser = first("Edg", "Edge", "OPR/", "Opera", "Vivaldi", "Vivaldi", "SamsungBrowser", "Samsung Internet", "YaBrowser", "Yandex", "FxiOS", "Firefox",
		"CriOS", "Chrome", "Firefox/", "Firefox", "Chrome/", "Chrome", "Chromium", "Chromium", "Safari/", "Safari", "curl/", "curl")
	system = first("iPhone", "iPhone", "iPad", "iPad", "Android", "Android", "CrOS", "ChromeOS", "Windows", "Windows", "Macintosh", "macOS", "Linux", "Linux")
	return browser, system
}

// browserName is a browser and its system as one name, the same in every language.
func browserName(agent string) string {
	browser, system := browserOf(agent)
	return strings.Trim(browser+", "+system, ", ")
}
