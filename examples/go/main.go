// Prints an issue's articles with their keywords and summaries: plain HTTP, a JSON value a line.
//
// usage: analyze URL ISSUE, as analyze http://127.0.0.1:50151 seeds/market-regulation-2023-13.txt
package main

import (
	"encoding/json"
	"io"
	"log"
	"net/http"
	"os"
	"text/template"
)

const article = "{{with .article}}{{or .title \"\"}}\n关键词：{{range $i, $k := .keywords}}{{if $i}}；{{end}}{{.text}}" +
	"{{end}}\n摘要：{{with .summary}}{{range .sentences}}{{.text}}{{end}}{{end}}\n\n{{end}}"

func main() {
	issue, err := os.Open(os.Args[2])
	if err != nil {
		log.Fatal(err)
	}
	answer, err := http.Post(os.Args[1]+"/v1/issues:analyze", "text/plain", issue)
	if err != nil {
		log.Fatal(err)
	}
	// Articles come as they are ready: a header first, the totals last.
	for lines := json.NewDecoder(answer.Body); err != io.EOF; {
		var line map[string]any
		err = lines.Decode(&line)
		if err != nil && err != io.EOF || line["error"] != nil || answer.StatusCode != http.StatusOK {
			log.Fatal(err, line)
		}
		template.Must(template.New("").Parse(article)).Execute(os.Stdout, line)
	}
}
