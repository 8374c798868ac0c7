package sanitizer

import (
	"context"

	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/ptrace"
	"go.opentelemetry.io/collector/pdata/xpdata/entity"
)

const mask = "***"

// Names of allow-listed spans and of their scope. Those of senders are free text.
const (
	spanName  = "record"
	scopeName = "@tokentrail/instrumentation"
)

type sanitizer struct {
	secretValues, secretNames, credentialNames *secrets
	// Nil without an allow-list.
	resourceRules, spanRules rules
}

func newSanitizer(config *Config) (*sanitizer, error) {
	s := &sanitizer{}
	var err error
	if s.secretValues, err = newSecrets("secret_values", config.SecretValues); err != nil {
		return nil, err
	}
	if s.secretNames, err = newSecrets("secret_names", config.SecretNames); err != nil {
		return nil, err
	}
	if s.credentialNames, err = newSecrets("credential_names", config.CredentialNames); err != nil {
		return nil, err
	}
	if config.AllowList == nil {
		return s, nil
	}
	if s.resourceRules, err = s.newRules(config.AllowList.Resource); err != nil {
		return nil, err
	}
	s.spanRules, err = s.newRules(config.AllowList.Span)
	return s, err
}

func (s *sanitizer) process(_ context.Context, traces ptrace.Traces) (ptrace.Traces, error) {
	for _, resourceSpans := range traces.ResourceSpans().All() {
		// Entity references are free text.
		entity.ResourceEntityRefs(resourceSpans.Resource()).RemoveIf(func(entity.EntityRef) bool { return true })
		if s.spanRules != nil {
			s.allowListed(resourceSpans)
		} else {
			s.all(resourceSpans)
		}
	}
	return traces, nil
}

// allowListed keeps the listed attributes and the ids, times, kinds and status codes of spans.
func (s *sanitizer) allowListed(resourceSpans ptrace.ResourceSpans) {
	resourceSpans.SetSchemaUrl("")
	s.keepListed(resourceSpans.Resource().Attributes(), s.resourceRules)
	for _, scopeSpans := range resourceSpans.ScopeSpans().All() {
		scopeSpans.SetSchemaUrl("")
		scope := scopeSpans.Scope()
		scope.SetName(scopeName)
		scope.SetVersion("")
		scope.Attributes().Clear()
		for _, span := range scopeSpans.Spans().All() {
			span.SetName(spanName)
			span.Status().SetMessage("")
			span.TraceState().FromRaw("")
			span.Events().RemoveIf(func(ptrace.SpanEvent) bool { return true })
			dropLinks(span)
			s.keepListed(span.Attributes(), s.spanRules)
		}
	}
}

func (s *sanitizer) keepListed(attributes pcommon.Map, allowed rules) {
	attributes.RemoveIf(func(name string, value pcommon.Value) bool {
		rule, listed := allowed[name]
		if !listed || !rule.acceptsType(value) {
			return true
		}
		text := value.AsString()
		if !rule.acceptsText(text) {
			return true
		}
		if redacted, found := s.secretValues.redact(text); found {
			value.SetStr(redacted)
		}
		return false
	})
}

// all keeps everything except links and what contains a secret.
func (s *sanitizer) all(resourceSpans ptrace.ResourceSpans) {
	s.text(resourceSpans.SchemaUrl(), resourceSpans.SetSchemaUrl)
	s.attributes(resourceSpans.Resource().Attributes())
	for _, scopeSpans := range resourceSpans.ScopeSpans().All() {
		s.text(scopeSpans.SchemaUrl(), scopeSpans.SetSchemaUrl)
		scope := scopeSpans.Scope()
		s.text(scope.Name(), scope.SetName)
		s.text(scope.Version(), scope.SetVersion)
		s.attributes(scope.Attributes())
		for _, span := range scopeSpans.Spans().All() {
			s.span(span)
		}
	}
}

func (s *sanitizer) span(span ptrace.Span) {
	s.text(span.Name(), span.SetName)
	s.text(span.Status().Message(), span.Status().SetMessage)
	s.text(span.TraceState().AsRaw(), span.TraceState().FromRaw)
	s.attributes(span.Attributes())
	for _, event := range span.Events().All() {
		s.text(event.Name(), event.SetName)
		s.attributes(event.Attributes())
	}
	// As in redaction.yaml, whose components cannot read links.
	dropLinks(span)
}

func dropLinks(span ptrace.Span) {
	span.Links().RemoveIf(func(ptrace.SpanLink) bool { return true })
}

func (s *sanitizer) text(text string, set func(string)) {
	if redacted, found := s.secretValues.redact(text); found {
		set(redacted)
	}
}

func (s *sanitizer) attributes(attributes pcommon.Map) {
	attributes.RemoveIf(func(name string, value pcommon.Value) bool {
		if s.secretNames.areIn(name) {
			return true
		}
		if s.credentialNames.areIn(name) {
			value.SetStr(mask)
		} else if redacted, found := s.secretValues.redact(value.AsString()); found {
			value.SetStr(redacted)
		}
		return false
	})
}
