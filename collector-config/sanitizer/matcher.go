package sanitizer

import (
	"encoding/binary"
	"fmt"
	"regexp"
	"regexp/syntax"
	"slices"
	"sort"
	"sync"
	"sync/atomic"
	"unicode"
)

// maxStates limits the memory of a matcher, to about a megabyte. A text that needs more is matched by the regexp package.
const maxStates = 4096

// matcher reports whether an expression matches a text, as `regexp.MatchString` does, in a fraction of the time: it is a
// deterministic automaton whose states are made when a text first needs them. Expressions with word boundaries or line anchors
// are left to the regexp package.
type matcher struct {
	regexp *regexp.Regexp
	prog   *syntax.Prog
	// The first runes of the classes: all runes of a class have the same transitions.
	classes []rune
	ascii   [128]uint16
	start   *state

	mutex  sync.Mutex
	states map[string]*state
}

// state is a set of positions in the program: all that the text read so far may have reached.
type state struct {
	positions []uint32
	// The expression has matched.
	matched bool
	// The expression matches if the text ends here.
	matchesAtEnd bool
	// The expression cannot match any more.
	dead bool
	// By class; nil: not yet made.
	next []atomic.Pointer[state]
}

func newMatcher(pattern string) (*matcher, error) {
	compiled, err := regexp.Compile(pattern)
	if err != nil {
		return nil, err
	}
	parsed, err := syntax.Parse(pattern, syntax.Perl)
	if err != nil {
		return nil, err
	}
	prog, err := syntax.Compile(parsed.Simplify())
	if err != nil {
		return nil, fmt.Errorf("%s: %w", pattern, err)
	}
	m := &matcher{regexp: compiled, prog: prog, states: map[string]*state{}}
	for _, inst := range prog.Inst {
		if inst.Op == syntax.InstEmptyWidth && syntax.EmptyOp(inst.Arg)&^(syntax.EmptyBeginText|syntax.EmptyEndText) != 0 {
			return m, nil
		}
	}
	m.makeClasses()
	m.start = m.stateOf(m.closure([]uint32{uint32(prog.Start)}, syntax.EmptyBeginText))
	return m, nil
}

func (m *matcher) matches(text string) bool {
	matched, _ := m.read(text)
	return matched
}

// read reports whether the expression matches, and how many bytes of the text were read to find out.
func (m *matcher) read(text string) (bool, int) {
	current := m.start
	if current == nil {
		return m.regexp.MatchString(text), len(text)
	}
	for index, char := range text {
		if current.matched || current.dead {
			return current.matched, index
		}
		class := m.classOf(char)
		next := current.next[class].Load()
		if next == nil {
			if next = m.step(current, class); next == nil {
				return m.regexp.MatchString(text), len(text)
			}
		}
		current = next
	}
	return current.matched || current.matchesAtEnd, len(text)
}

// step makes the state after a rune of the class. It returns nil if there are too many states.
func (m *matcher) step(from *state, class int) *state {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	char := m.classes[class]
	// A match may begin at every rune.
	reached := []uint32{uint32(m.prog.Start)}
	for _, position := range from.positions {
		if inst := &m.prog.Inst[position]; isRune(inst) && inst.MatchRune(char) {
			reached = append(reached, inst.Out)
		}
	}
	next := m.stateOf(m.closure(reached, 0))
	if next != nil {
		from.next[class].Store(next)
	}
	return next
}

// stateOf returns the state of a set of positions; nil if there are too many states.
func (m *matcher) stateOf(positions []uint32) *state {
	key := make([]byte, 0, 4*len(positions))
	for _, position := range positions {
		key = binary.LittleEndian.AppendUint32(key, position)
	}
	if known := m.states[string(key)]; known != nil {
		return known
	}
	if len(m.states) >= maxStates {
		return nil
	}
	made := &state{positions: positions, next: make([]atomic.Pointer[state], len(m.classes))}
	made.matched = m.hasMatch(positions)
	made.matchesAtEnd = m.hasMatch(m.closure(positions, syntax.EmptyEndText))
	// Only a match that begins later could still be found: that is impossible if the expression begins with ^.
	made.dead = !slices.ContainsFunc(positions, func(at uint32) bool { return isRune(&m.prog.Inst[at]) }) &&
		!made.matched && !made.matchesAtEnd
	made.dead = made.dead && m.beginsWithText()
	m.states[string(key)] = made
	return made
}

func (m *matcher) beginsWithText() bool {
	return m.prog.StartCond()&syntax.EmptyBeginText != 0
}

func (m *matcher) hasMatch(positions []uint32) bool {
	return slices.ContainsFunc(positions, func(at uint32) bool { return m.prog.Inst[at].Op == syntax.InstMatch })
}

// closure returns, sorted, the positions that are reached without reading a rune. A position that requires the end of the
// text stays in the set unless `holds` includes it.
func (m *matcher) closure(from []uint32, holds syntax.EmptyOp) []uint32 {
	seen := make([]bool, len(m.prog.Inst))
	reached := []uint32{}
	pending := slices.Clone(from)
	for len(pending) > 0 {
		at := pending[len(pending)-1]
		pending = pending[:len(pending)-1]
		if seen[at] {
			continue
		}
		seen[at] = true
		inst := &m.prog.Inst[at]
		switch inst.Op {
		case syntax.InstAlt, syntax.InstAltMatch:
			pending = append(pending, inst.Out, inst.Arg)
		case syntax.InstCapture, syntax.InstNop:
			pending = append(pending, inst.Out)
		case syntax.InstEmptyWidth:
			if required := syntax.EmptyOp(inst.Arg); required&^holds == 0 {
				pending = append(pending, inst.Out)
			} else if required&^(holds|syntax.EmptyEndText) == 0 {
				reached = append(reached, at)
			}
		case syntax.InstFail:
		default:
			reached = append(reached, at)
		}
	}
	slices.Sort(reached)
	return reached
}

func isRune(inst *syntax.Inst) bool {
	switch inst.Op {
	case syntax.InstRune, syntax.InstRune1, syntax.InstRuneAny, syntax.InstRuneAnyNotNL:
		return true
	default:
		return false
	}
}

// makeClasses divides all runes at the bounds of the program's ranges.
func (m *matcher) makeClasses() {
	bounds := []rune{0, '\n', '\n' + 1}
	for index := range m.prog.Inst {
		inst := &m.prog.Inst[index]
		if !isRune(inst) {
			continue
		}
		if len(inst.Rune) == 1 {
			first := inst.Rune[0]
			bounds = append(bounds, first, first+1)
			for fold := unicode.SimpleFold(first); fold != first; fold = unicode.SimpleFold(fold) {
				bounds = append(bounds, fold, fold+1)
			}
			continue
		}
		for pair := 0; pair+1 < len(inst.Rune); pair += 2 {
			bounds = append(bounds, inst.Rune[pair], inst.Rune[pair+1]+1)
		}
	}
	slices.Sort(bounds)
	m.classes = slices.Compact(bounds)
	for char := range m.ascii {
		m.ascii[char] = uint16(m.search(rune(char)))
	}
}

func (m *matcher) classOf(char rune) int {
	if char < 128 {
		return int(m.ascii[char])
	}
	return m.search(char)
}

func (m *matcher) search(char rune) int {
	return sort.Search(len(m.classes), func(index int) bool { return m.classes[index] > char }) - 1
}
