package sanitizer

import (
	"fmt"
	"slices"

	"go.opentelemetry.io/collector/pdata/pcommon"
)

// rules are the allowed attributes by name.
type rules map[string]*rule

type rule struct {
	types    []pcommon.ValueType
	pattern  *matcher
	oneOf    []string
	maxBytes int
}

var valueTypes = map[string][]pcommon.ValueType{
	"string":  {pcommon.ValueTypeStr},
	"int":     {pcommon.ValueTypeInt},
	"double":  {pcommon.ValueTypeDouble, pcommon.ValueTypeInt},
	"boolean": {pcommon.ValueTypeBool},
	"list":    {pcommon.ValueTypeSlice},
}

func (s *sanitizer) newRules(configured map[string]Rule) (rules, error) {
	all := rules{}
	// Many attributes have the same pattern.
	matchers := map[string]*matcher{}
	for name, config := range configured {
		if s.secretNames.areIn(name) || s.credentialNames.areIn(name) {
			return nil, fmt.Errorf("allow_list: %s is the name of a secret", name)
		}
		types, known := valueTypes[config.Type]
		if !known {
			return nil, fmt.Errorf("allow_list: %s has the unknown type %q", name, config.Type)
		}
		isText := config.Type == "string" || config.Type == "list"
		if isText && config.Pattern == "" && len(config.OneOf) == 0 {
			return nil, fmt.Errorf("allow_list: %s needs a pattern or one_of", name)
		}
		one := &rule{types: types, oneOf: config.OneOf, maxBytes: config.MaxBytes}
		if config.Pattern != "" && matchers[config.Pattern] == nil {
			made, err := newMatcher(config.Pattern)
			if err != nil {
				return nil, fmt.Errorf("allow_list: %s: %w", name, err)
			}
			matchers[config.Pattern] = made
		}
		one.pattern = matchers[config.Pattern]
		all[name] = one
	}
	return all, nil
}

func (r *rule) acceptsType(value pcommon.Value) bool { return slices.Contains(r.types, value.Type()) }

// acceptsText reports whether a text, or the JSON of a list, has the form. Numbers and booleans have no form beyond their type.
func (r *rule) acceptsText(text string) bool {
	if r.maxBytes > 0 && len(text) > r.maxBytes {
		return false
	}
	if len(r.oneOf) > 0 && !slices.Contains(r.oneOf, text) {
		return false
	}
	return r.pattern == nil || r.pattern.matches(text)
}
