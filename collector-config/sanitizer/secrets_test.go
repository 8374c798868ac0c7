package sanitizer

import (
	"regexp"
	"testing"
)

var secretPatterns = []string{
	`sk[-_](?:[A-Za-z0-9_]{1,3}-){0,2}[A-Za-z0-9_]{4,}`,
	`gsk_[a-z]{3}`,
	`://[^/\s:@]{0,4}:[^/\s@]{1,8}@`,
	`earer [a-z]{3}`,
	`^(?:x|y)[0-9]{2}`,
	`key=[a-z]*[0-9]`,
	`-----BEGIN [A-Z ]*KEY-----`,
}

// FuzzSecrets compares with a search for each pattern in turn.
func FuzzSecrets(f *testing.F) {
	for _, text := range []string{
		"", "s", "sk", "gsk_abcd", "sk-ask_sk-abcdefg", "a://b:c@d", "Bearer abc and earer abc", "x12", "y12key=1", "ax12",
		"-----BEGIN RSA KEY-----", "key=sk-key=ab1", "\xff\xfesk-aaaaaaaa\xff",
	} {
		f.Add(text)
	}
	finder, err := newSecrets("test", secretPatterns)
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, text string) {
		expected := text
		for _, pattern := range secretPatterns {
			if one := regexp.MustCompile(pattern); one.MatchString(expected) {
				expected = one.ReplaceAllString(expected, mask)
			}
		}
		redacted, found := finder.redact(text)
		if redacted != expected || found != (redacted != text) {
			t.Errorf("%q became %q, expected %q", text, redacted, expected)
		}
	})
}
