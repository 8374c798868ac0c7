    (text, min_value, max_value) ->
        if(ifNull(accurateCastOrNull(text, 'Int64') BETWEEN min_value AND max_value, 0), accurateCastOrNull(text, 'Int64'), NULL)
        AS boundedInt
