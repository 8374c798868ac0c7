    SpanAttributes['gen_ai.operation.name'] = 'background_response'
        AND concat(TraceId, SpanId) = substring(lower(hex(SHA256(concat('background_response ', SpanAttributes['gen_ai.response.id'])))), 1, 48)
        AS is_of_any_process
