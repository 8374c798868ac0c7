package requestlimits

import (
	"errors"
	"io"
	"mime"
	"net/http"
	"strings"
	"sync/atomic"
)

// A check examines a body while it is read. It keeps no part of it.
type check interface {
	// Write returns an error as soon as the bytes read so far break a limit.
	Write(read []byte) error
	// Structure is the estimated memory of the decoded request so far, in bytes, without its text.
	Structure() int64
}

// checkFor returns nil for a content type that the receiver rejects without reading the body.
func (l *requestLimits) checkFor(r *http.Request) check {
	mediaType, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil {
		return nil
	}
	switch mediaType {
	case "application/json":
		return &jsonCheck{maxDepth: jsonDepth(l.maxDepth), maxStructure: l.maxStructure}
	case "application/x-protobuf":
		return newProtoCheck(rootOf(r.URL.Path), l.maxDepth, l.maxStructure)
	}
	return nil
}

func rootOf(path string) *message {
	switch {
	case strings.HasSuffix(path, "/metrics"):
		return metricsRequest
	case strings.HasSuffix(path, "/logs"):
		return logsRequest
	}
	return tracesRequest
}

var errOverloaded = errors.New("the collector is handling as much as it can: send the request again later")

// checkedBody checks the bytes that are read from it. If reading a body fails, the receiver responds 400 with the error text.
type checkedBody struct {
	io.ReadCloser
	check      check
	gate       *gate
	read       int64
	reserved   int64
	overloaded bool
	failure    error
}

func (b *checkedBody) Read(into []byte) (int, error) {
	if b.failure != nil {
		return 0, b.failure
	}
	n, err := b.ReadCloser.Read(into)
	b.read += int64(n)
	if b.failure = b.check.Write(into[:n]); b.failure == nil && !b.reserve() {
		b.overloaded = true
		b.failure = errOverloaded
	}
	if b.failure != nil {
		return 0, b.failure
	}
	return n, err
}

func (b *checkedBody) reserve() bool {
	needed := b.read + b.check.Structure()
	if !b.gate.reserve(b, needed-b.reserved, needed) {
		return false
	}
	b.reserved = needed
	return true
}

func (b *checkedBody) release() {
	b.gate.release(b, b.reserved)
	b.reserved = 0
}

// smallRequest is the size, in bytes, up to which a request may use the whole budget. Larger requests share half of it, so
// that they do not block the small ones.
const smallRequest = 8 * mib

// gate counts the bytes of all requests in progress.
type gate struct {
	budget   int64
	inFlight atomic.Int64
	// leader is the one request that may exceed the budget. Without it, many large requests could block each other.
	leader atomic.Pointer[checkedBody]
}

// reserve takes `more` bytes for a request, whose total is then `own`. It returns false if the budget is used up.
func (g *gate) reserve(body *checkedBody, more, own int64) bool {
	budget := g.budget
	if own > smallRequest {
		budget /= 2
	}
	held := g.inFlight.Add(more)
	if held <= budget || g.leader.Load() == body || g.leader.CompareAndSwap(nil, body) {
		return true
	}
	g.inFlight.Add(-more)
	return false
}

func (g *gate) release(body *checkedBody, held int64) {
	g.inFlight.Add(-held)
	g.leader.CompareAndSwap(body, nil)
}

// overloadWriter turns the receiver's 400 into a 503, which senders retry, if the body failed only because the budget is used up.
type overloadWriter struct {
	http.ResponseWriter
	body *checkedBody
}

func (w *overloadWriter) WriteHeader(status int) {
	if w.body.overloaded && status == http.StatusBadRequest {
		status = http.StatusServiceUnavailable
		w.Header().Set("Retry-After", "1")
	}
	w.ResponseWriter.WriteHeader(status)
}

// Unwrap is called by http.ResponseController.
func (w *overloadWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }
