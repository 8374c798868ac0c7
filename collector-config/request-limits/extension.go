// Package requestlimits is a collector extension that stands between an HTTP receiver and its bodies: it refuses OTLP
// requests whose values nest too deeply or whose content would take too much memory, before anything decodes them.
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
	// MaxDepth is how many arrays and maps of an attribute value may stand one within the other.
	MaxDepth int `mapstructure:"max_depth"`
	// MaxStructureMiB bounds the memory of one decoded request beside its text: spans, attributes, values, … by an estimate.
	MaxStructureMiB int64 `mapstructure:"max_structure_mib"`
	// MaxInFlightMiB bounds body and structure of all requests that are being handled. Above it senders get 503.
	MaxInFlightMiB int64 `mapstructure:"max_in_flight_mib"`
}

// Validate reports the first value that limits nothing.
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

// GetHTTPHandler wraps a receiver's handler. The receiver has checked the sender and decompressed the body by then.
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
