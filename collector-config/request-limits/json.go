package requestlimits

// Levels of JSON above an attribute's value, and per level of nesting in it: `{"arrayValue":{"values":[`.
const (
	jsonEnvelope = 24
	jsonPerLevel = 4
)

func jsonDepth(maxDepth int) int { return jsonEnvelope + jsonPerLevel*maxDepth }

// Maximum memory of a decoded JSON element, in bytes. Every object counts as a span, because the check does not read names.
const (
	jsonObjectBytes  = 320
	jsonElementBytes = 24
)

// jsonCheck counts objects, elements and depth of a JSON text. It does not validate the JSON; the decoder does.
type jsonCheck struct {
	maxDepth     int
	maxStructure int64
	structure    int64
	depth        int
	inString     bool
	escaped      bool
}

func (c *jsonCheck) Structure() int64 { return c.structure }

func (c *jsonCheck) Write(read []byte) error {
	for _, next := range read {
		if c.inString {
			c.string(next)
			continue
		}
		switch next {
		case '"':
			c.inString = true
		case '{':
			c.structure += jsonObjectBytes
			c.depth++
		case '[':
			c.structure += jsonElementBytes
			c.depth++
		case ',':
			c.structure += jsonElementBytes
		case '}', ']':
			c.depth--
		default:
			continue
		}
		if c.depth > c.maxDepth {
			return tooDeep((c.maxDepth - jsonEnvelope) / jsonPerLevel)
		}
		if c.structure > c.maxStructure {
			return tooLarge(c.maxStructure)
		}
	}
	return nil
}

func (c *jsonCheck) string(next byte) {
	switch {
	case c.escaped:
		c.escaped = false
	case next == '\\':
		c.escaped = true
	case next == '"':
		c.inString = false
	}
}
