package requestlimits

// message describes the memory of one type of OTLP message.
type message struct {
	// bytes of one decoded message without its text and fields: the struct, the pointer to it, the wrapper of its value.
	bytes int64
	// isValue marks the value of an attribute, the only message that can contain itself.
	isValue bool
	// packed is the number of a packed field: each encoded byte may become a decoded number of eight bytes.
	packed int32
	fields map[int32]*message
}

// fieldBytes is the maximum memory of any other field: a string header in a list, or a boxed number.
const fieldBytes = 24

var (
	anyValue     = &message{bytes: 48, isValue: true}
	keyValue     = &message{bytes: 56, fields: map[int32]*message{2: anyValue}}
	arrayValue   = &message{bytes: 48, fields: map[int32]*message{1: anyValue}}
	keyValueList = &message{bytes: 48, fields: map[int32]*message{1: keyValue}}

	other    = &message{bytes: 128}
	resource = &message{bytes: 96, fields: map[int32]*message{1: keyValue, 3: other}}
	scope    = &message{bytes: 96, fields: map[int32]*message{3: keyValue}}

	event = &message{bytes: 128, fields: map[int32]*message{3: keyValue}}
	link  = &message{bytes: 160, fields: map[int32]*message{4: keyValue}}
	span  = &message{bytes: 320, fields: map[int32]*message{9: keyValue, 11: event, 13: link, 15: other}}

	logRecord = &message{bytes: 256, fields: map[int32]*message{5: anyValue, 6: keyValue}}

	exemplar    = &message{bytes: 128, fields: map[int32]*message{7: keyValue}}
	buckets     = &message{bytes: 64, packed: 2}
	number      = &message{bytes: 192, fields: map[int32]*message{5: exemplar, 7: keyValue}}
	histogram   = &message{bytes: 256, fields: map[int32]*message{8: exemplar, 9: keyValue}}
	exponential = &message{
		bytes:  384,
		fields: map[int32]*message{1: keyValue, 8: buckets, 9: buckets, 11: exemplar},
	}
	summary = &message{bytes: 192, fields: map[int32]*message{6: other, 7: keyValue}}
	metric  = &message{bytes: 192, fields: map[int32]*message{
		5: pointsOf(number), 7: pointsOf(number), 9: pointsOf(histogram), 10: pointsOf(exponential), 11: pointsOf(summary),
		12: keyValue,
	}}

	tracesRequest  = requestOf(span)
	metricsRequest = requestOf(metric)
	logsRequest    = requestOf(logRecord)
)

func init() {
	// Set here because Go does not allow a variable that refers to itself in its initial value.
	anyValue.fields = map[int32]*message{5: arrayValue, 6: keyValueList}
}

func pointsOf(point *message) *message {
	return &message{bytes: 64, fields: map[int32]*message{1: point}}
}

// deprecated is the number of the field in which very old senders sent their scopes. Receivers still read it.
const deprecated = 1000

func requestOf(item *message) *message {
	ofScope := &message{bytes: 192, fields: map[int32]*message{1: scope, 2: item}}
	ofResource := &message{bytes: 192, fields: map[int32]*message{1: resource, 2: ofScope, deprecated: ofScope}}
	return &message{fields: map[int32]*message{1: ofResource}}
}
