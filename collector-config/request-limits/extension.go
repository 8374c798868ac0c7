// Package requestlimits is a collector extension that checks the bodies of an HTTP receiver. It rejects OTLP requests whose
// values nest too deeply or would take too much memory, before they are decoded.
package requestlimits

import (
	"context"
	"errors"
	"net/http"

	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/extension"
	"go.opentelemetry.io/collector/extension/extensionmiddleware"
)

const mib = 1 << 20

// Config of the extension, named under `middlewares` of a receiver's `protocols.http`.
type Config struct {
	// MaxDepth is the maximum nesting of arrays and maps in an attribute value.
	MaxDepth int `mapstructure:"max_depth"`
	// MaxStructureMiB limits the estimated memory of one decoded request without its text: spans, attributes, values, …
	MaxStructureMiB int64 `mapstructure:"max_structure_mib"`
	// MaxInFlightMiB limits the bodies and structure of all requests in progress. Above it, senders get 503.
	MaxInFlightMiB int64 `mapstructure:"max_in_flight_mib"`
}

// Validate returns an error if one of the limits is not positive.
func (c *Config) Validate() error {
	if c.MaxDepth <= 0 || c.MaxStructureMiB <= 0 || c.MaxInFlightMiB <= 0 {
		return errors.New("max_depth, max_structure_mib and max_in_flight_mib must be above 0")
	}
	return nil
}

// NewFactory makes the extension `tokentrail_request_limits`.
func NewFactory() extension.Factory {
	return extension.NewFactory(
		component.MustNewType("tokentrail_request_limits"),
		func() component.Config {
			return &Config{MaxDepth: 64, MaxStructureMiB: 64, MaxInFlightMiB: 128}
		},
		func(_ context.Context, _ extension.Settings, config component.Config) (extension.Extension, error) {
			return newLimits(config.(*Config)), nil
		},
		component.StabilityLevelStable,
	)
}

type requestLimits struct {
	component.StartFunc
	component.ShutdownFunc
	maxDepth     int
	maxStructure int64
	gate         *gate
}

var _ extensionmiddleware.HTTPServer = (*requestLimits)(nil)

func newLimits(config *Config) *requestLimits {
	return &requestLimits{
		maxDepth:     config.MaxDepth,
		maxStructure: config.MaxStructureMiB * mib,
		gate:         &gate{budget: config.MaxInFlightMiB * mib},
	}
}

// GetHTTPHandler wraps a receiver's handler. It runs after the receiver has authenticated the sender and decompressed the body.
func (l *requestLimits) GetHTTPHandler(context.Context) (extensionmiddleware.WrapHTTPHandlerFunc, error) {
	return func(_ context.Context, next http.Handler) (http.Handler, error) {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { l.serve(next, w, r) }), nil
	}, nil
}

func (l *requestLimits) serve(next http.Handler, w http.ResponseWriter, r *http.Request) {
	check := l.checkFor(r)
	if check == nil || r.Body == nil {
		next.ServeHTTP(w, r)
		return
	}
	body := &checkedBody{ReadCloser: r.Body, check: check, gate: l.gate}
	defer body.release()
	r.Body = body
	next.ServeHTTP(&overloadWriter{ResponseWriter: w, body: body}, r)
}
