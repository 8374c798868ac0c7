package sanitizer

import (
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"
)

// Expressions of all forms that occur in the configuration, and some that are left to the regexp package.
var expressions = []string{
	`^[a-z_]{1,32}$`,
	`^[^\x00-\x1f\x7f]{1,5}$`,
	`^[\p{L}\p{N}\s.,≤×÷−-]{1,10}$`,
	`^\[(?:"\{(?:\\"(?:aa\\":-?[0-9.]+(?:e[+-]?[0-9]+)?|ab\\":\\"(?:[^"\\\x00-\x1f]|\\u00[0-9a-f]{2})*\\"),?)*\}",?)*\]$`,
	`(?i)^(?:ab|key|ſk)$`,
	`^(?:sk[-_](?:[a-z]{1,3}-){0,2}[a-z]{3,}|aa[ab]{2})`,
	`(?:a|b)b{2,}a$`,
	`a.b`,
	`(?s)a.b`,
	``,
	`$`,
	`^$`,
	`\bab\b`,
	`(?m)^ab$`,
	`[[:^ascii:]]a`,
}

const alphabet = "aabbk_-s\"\\[]{},:u00e+19.\n KſÄé≤\xff\xc3"

func FuzzMatcher(f *testing.F) {
	for range 2000 {
		f.Add(randomText())
	}
	f.Add(`["{\"aa\":-1.5e+9,\"ab\":\"é\u001f\"}","{}"]`)
	matchers := make([]*matcher, len(expressions))
	for index, expression := range expressions {
		m, err := newMatcher(expression)
		if err != nil {
			f.Fatal(err)
		}
		matchers[index] = m
	}
	f.Fuzz(func(t *testing.T, text string) {
		for index, expression := range expressions {
			expected := regexp.MustCompile(expression).MatchString(text)
			if found := matchers[index].matches(text); found != expected {
				t.Errorf("%q matches %q: %v, expected %v", expression, text, found, expected)
			}
		}
	})
}

func TestMatcherWithTooManyStates(t *testing.T) {
	// Remembers which of the last 16 letters were an a: more states than the limit.
	const expression = `a[ab]{16}c`
	m, err := newMatcher(expression)
	if err != nil {
		t.Fatal(err)
	}
	for range 200 {
		var text strings.Builder
		for range 500 {
			text.WriteByte("abc"[rand.IntN(30)/14])
		}
		if m.matches(text.String()) != regexp.MustCompile(expression).MatchString(text.String()) {
			t.Errorf("differs for %q", text.String())
		}
	}
	if len(m.states) != maxStates {
		t.Errorf("%d states", len(m.states))
	}
}

func randomText() string {
	var text strings.Builder
	for range rand.IntN(40) {
		at := rand.IntN(len(alphabet))
		text.WriteString(alphabet[at : at+1])
	}
	return text.String()
}
