package sanitizer

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

const (
	// maxGroups limits the pairs of bytes that are searched, so that a byte can number them.
	maxGroups = 255
	// maxReads limits how often a character is read to examine beginnings, so that a text of very many beginnings takes time in
	// proportion to its length. Above it, the text is searched for each pattern.
	maxReads = 8
)

// secrets searches texts for patterns. The result is the same as that of searching the text for each pattern in turn. A text is
// read once for the literal beginnings of all patterns; a pattern is examined only where its beginning is.
type secrets struct {
	patterns []*regexp.Regexp
	// The patterns without a literal beginning of two bytes.
	others []*matcher
	// Whether a pair of bytes is in a beginning: one bit for each pair.
	pairs [1 << 16 / 64]uint64
	// The number of the group of a pair.
	groupOf [1 << 16]uint8
	// Beginnings that contain the same pair.
	groups [][]beginning
}

type beginning struct {
	literal string
	// Position of the pair in the literal.
	offset int
	// Matches the pattern at the start of a text.
	pattern *matcher
}

// newSecrets returns an error that names the setting if it has no patterns, or one that is not an RE2 expression.
func newSecrets(setting string, patterns []string) (*secrets, error) {
	if len(patterns) == 0 {
		return nil, fmt.Errorf("%s must not be empty", setting)
	}
	s := &secrets{}
	for _, pattern := range patterns {
		if err := s.add(pattern); err != nil {
			return nil, fmt.Errorf("%s: %w", setting, err)
		}
	}
	return s, nil
}

func (s *secrets) add(pattern string) error {
	compiled, err := regexp.Compile(pattern)
	if err != nil {
		return err
	}
	s.patterns = append(s.patterns, compiled)
	literal, _ := compiled.LiteralPrefix()
	if len(literal) < 2 {
		other, err := newMatcher(pattern)
		s.others = append(s.others, other)
		return err
	}
	atStart, err := newMatcher("^(?:" + pattern + ")")
	if err != nil {
		return err
	}
	offset := rarestPair(literal)
	pair := pairAt(literal, offset)
	if s.pairs[pair/64]&(1<<(pair%64)) == 0 {
		if len(s.groups) > maxGroups {
			return fmt.Errorf("more than %d beginnings", maxGroups)
		}
		s.pairs[pair/64] |= 1 << (pair % 64)
		s.groupOf[pair] = uint8(len(s.groups))
		s.groups = append(s.groups, nil)
	}
	group := &s.groups[s.groupOf[pair]]
	*group = append(*group, beginning{literal, offset, atStart})
	return nil
}

func pairAt(text string, index int) uint16 { return uint16(text[index])<<8 | uint16(text[index+1]) }

// rarestPair returns the position of the two bytes of a literal that probably occur least in texts: with the fewest lower-case
// letters and spaces.
func rarestPair(literal string) int {
	best, fewest := 0, 3
	for index := range len(literal) - 1 {
		common := 0
		for _, char := range []byte(literal[index : index+2]) {
			if char >= 'a' && char <= 'z' || char == ' ' {
				common++
			}
		}
		if common < fewest {
			best, fewest = index, common
		}
	}
	return best
}

// redact returns the text with each match masked, and whether there was one.
func (s *secrets) redact(text string) (string, bool) {
	if !s.areIn(text) {
		return text, false
	}
	for _, pattern := range s.patterns {
		text = pattern.ReplaceAllLiteralString(text, mask)
	}
	return text, true
}

// areIn reports whether a pattern matches the text.
func (s *secrets) areIn(text string) bool {
	unread := maxReads * len(text)
	for index := 0; index+1 < len(text); index++ {
		pair := pairAt(text, index)
		if s.pairs[pair/64]&(1<<(pair%64)) == 0 {
			continue
		}
		for _, b := range s.groups[s.groupOf[pair]] {
			start := index - b.offset
			if start < 0 || !strings.HasPrefix(text[start:], b.literal) {
				continue
			}
			matched, read := b.pattern.read(text[start:])
			if matched {
				return true
			}
			if unread -= read; unread < 0 {
				return s.areInSlowly(text)
			}
		}
	}
	return slices.ContainsFunc(s.others, func(other *matcher) bool { return other.matches(text) })
}

func (s *secrets) areInSlowly(text string) bool {
	return slices.ContainsFunc(s.patterns, func(pattern *regexp.Regexp) bool { return pattern.MatchString(text) })
}
