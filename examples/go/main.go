// Command analyze prints an issue's articles with their keywords and summaries: plain HTTP, a JSON value
// a line.
//
// usage: analyze URL ISSUE, as analyze http://127.0.0.1:50151 seeds/market-regulation-2023-13.txt
package main

import (
	"encoding/json"
	"fmt"
	"io"
	"log"
	"net/http"
	"os"
)

type texts []struct{ Text string }

func (all texts) join(mark string) (joined string) {
	for index, one := range all {
		if index > 0 {
			joined += mark
		}
		joined += one.Text
	}
	return joined
}

// What is read of an answer's line.
type event struct {
	Article *struct {
		Title    string
		Keywords texts
		Summary  struct{ Sentences texts }
	}
	Error *struct{ Message string }
}

func main() {
	issue, err := os.Open(os.Args[2])
	check(err)
	answer, err := http.Post(os.Args[1]+"/v1/issues:analyze", "text/plain", issue)
	check(err)
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		fault, _ := io.ReadAll(answer.Body)
		log.Fatalf("%s: %s", answer.Status, fault)
	}
	// Articles come as they are ready: a header first, the totals last.
	for lines := json.NewDecoder(answer.Body); lines.More(); {
		var line event
		check(lines.Decode(&line))
		if line.Error != nil {
			log.Fatal(line.Error.Message)
		}
		if article := line.Article; article != nil {
			fmt.Printf("%s\n关键词：%s\n摘要：%s\n\n", article.Title,
				article.Keywords.join("；"), article.Summary.Sentences.join(""))
		}
	}
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
