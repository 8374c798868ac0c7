package requestlimits

import (
	"errors"
	"fmt"
	"math"
)

var errMalformed = errors.New("the request is not OTLP in protobuf")

func tooDeep(limit int) error {
	return fmt.Errorf("an attribute value nests deeper than %d levels: the request is refused, send it as text", limit)
}

func tooLarge(limit int64) error {
	return fmt.Errorf("the request has too many spans, attributes or values (about %d MiB of them): send fewer at once", limit/mib)
}

// expecting is the kind of varint that the next byte of a protobuf body belongs to.
type expecting int

const (
	aTag expecting = iota
	aNumber
	aLength
)

// openMessage is a message whose end has not been reached.
type openMessage struct {
	of  *message
	end int64
}

// protoCheck walks through the messages of a body without decoding them. It rejects everything that the collector's decoder
// rejects.
type protoCheck struct {
	maxDepth     int
	maxStructure int64
	structure    int64
	stack        []openMessage
	depth        int
	position     int64
	// skip is the number of following bytes without structure.
	skip    int64
	expects expecting
	field   int32
	varint  uint64
	shift   uint
}

func newProtoCheck(root *message, maxDepth int, maxStructure int64) *protoCheck {
	return &protoCheck{
		maxDepth:     maxDepth,
		maxStructure: maxStructure,
		stack:        []openMessage{{of: root, end: math.MaxInt64}},
	}
}

func (c *protoCheck) Structure() int64 { return c.structure }

func (c *protoCheck) Write(read []byte) error {
	for len(read) > 0 {
		if c.skip > 0 {
			n := min(c.skip, int64(len(read)))
			read = read[n:]
			c.skip -= n
			c.position += n
			c.closeEnded()
			continue
		}
		next := read[0]
		read = read[1:]
		c.position++
		if err := c.take(next); err != nil {
			return err
		}
		if c.structure > c.maxStructure {
			return tooLarge(c.maxStructure)
		}
	}
	return nil
}

// take adds one byte to the current varint.
func (c *protoCheck) take(next byte) error {
	if c.shift >= 64 || c.position > c.top().end {
		return errMalformed
	}
	c.varint |= uint64(next&0x7f) << c.shift
	c.shift += 7
	if next >= 0x80 {
		return nil
	}
	value := c.varint
	c.varint, c.shift = 0, 0
	switch c.expects {
	case aTag:
		return c.tag(value)
	case aLength:
		return c.length(value)
	}
	c.expects = aTag
	c.closeEnded()
	return nil
}

func (c *protoCheck) tag(tag uint64) error {
	if tag > math.MaxUint32 || tag < 8 {
		return errMalformed
	}
	c.field = int32(tag >> 3)
	c.structure += fieldBytes
	switch tag & 7 {
	case 0:
		c.expects = aNumber
	case 1:
		return c.pass(8)
	case 2:
		c.expects = aLength
	case 5:
		return c.pass(4)
	default:
		// Protobuf groups, which OTLP does not use.
		return errMalformed
	}
	return nil
}

// length opens a message of `length` bytes, or skips a text of that length.
func (c *protoCheck) length(length uint64) error {
	c.expects = aTag
	if length > math.MaxInt64/2 {
		return errMalformed
	}
	of := c.top().of
	if of.packed == c.field && of.packed != 0 {
		c.structure += 8 * int64(length)
	}
	inner := of.fields[c.field]
	if inner == nil {
		return c.pass(int64(length))
	}
	end := c.position + int64(length)
	if end > c.top().end {
		return errMalformed
	}
	c.structure += inner.bytes
	if inner.isValue {
		// The depth counts the value itself and the values of the arrays and maps that contain it.
		if c.depth++; c.depth > c.maxDepth+1 {
			return tooDeep(c.maxDepth)
		}
	}
	c.stack = append(c.stack, openMessage{of: inner, end: end})
	c.closeEnded()
	return nil
}

func (c *protoCheck) pass(length int64) error {
	if length > c.top().end-c.position {
		return errMalformed
	}
	c.skip = length
	c.closeEnded()
	return nil
}

func (c *protoCheck) top() *openMessage { return &c.stack[len(c.stack)-1] }

func (c *protoCheck) closeEnded() {
	for c.skip == 0 && c.position == c.top().end {
		if c.top().of.isValue {
			c.depth--
		}
		c.stack = c.stack[:len(c.stack)-1]
	}
}
