// SPDX-License-Identifier: Apache-2.0

// Verify checks an exported log with Go's own transparency log packages and nothing of Frist's.
// usage: verify FOLDER VKEY OLD_NOTE CONSISTENCY LEAF RECEIPT
// FOLDER is what `frist audit export` wrote, CONSISTENCY has one hash in base64 on each line.
package main

import (
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "refused:", err)
		os.Exit(1)
	}
}

func read(path string) []byte {
	data, err := os.ReadFile(path)
	check(err)
	return data
}

func hash(text string) tlog.Hash {
	data, err := base64.StdEncoding.DecodeString(text)
	check(err)
	if len(data) != tlog.HashSize {
		check(fmt.Errorf("a hash of %d bytes", len(data)))
	}
	return tlog.Hash(*(*[tlog.HashSize]byte)(data))
}

// open gives the tree of a note that the key has signed. tlog.ParseTree knows one origin only, so the lines are read here.
func open(data []byte, vkey string) tlog.Tree {
	verifier, err := note.NewVerifier(vkey)
	check(err)
	opened, err := note.Open(data, note.VerifierList(verifier))
	check(err)
	lines := strings.Split(opened.Text, "\n")
	size, err := strconv.ParseInt(lines[1], 10, 64)
	check(err)
	if lines[0] != verifier.Name() {
		check(fmt.Errorf("the origin is %s", lines[0]))
	}
	return tlog.Tree{N: size, Hash: hash(lines[2])}
}

type tiles struct{ folder string }

func (t tiles) Height() int { return 8 }
func (t tiles) ReadTiles(wanted []tlog.Tile) ([][]byte, error) {
	var all [][]byte
	for _, tile := range wanted {
		// Go's paths name the height, C2SP's do not.
		path := strings.Replace(tile.Path(), "tile/8/", "tile/", 1)
		all = append(all, read(filepath.Join(t.folder, path)))
	}
	return all, nil
}
func (t tiles) SaveTiles([]tlog.Tile, [][]byte) {}

func main() {
	folder, vkey := os.Args[1], strings.TrimSpace(string(read(os.Args[2])))
	tree := open(read(filepath.Join(folder, "checkpoint")), vkey)
	// This reader checks each tile against the root before it gives anything of it.
	reader := tlog.TileHashReader(tree, tiles{folder})
	root, err := tlog.TreeHash(tree.N, reader)
	check(err)
	if root != tree.Hash {
		check(fmt.Errorf("another root"))
	}
	number := int64(0)
	for n := int64(0); number < tree.N; n++ {
		tile := tlog.Tile{H: 8, L: -1, N: n, W: 256}
		if tree.N-number < 256 {
			tile.W = int(tree.N - number)
		}
		bundle := read(filepath.Join(folder, strings.Replace(tile.Path(), "tile/8/data/", "tile/entries/", 1)))
		for len(bundle) > 0 {
			size := int(binary.BigEndian.Uint16(bundle))
			leaf := bundle[2 : 2+size]
			bundle = bundle[2+size:]
			proof, err := tlog.ProveRecord(tree.N, number, reader)
			check(err)
			check(tlog.CheckRecord(proof, tree.N, tree.Hash, number, tlog.RecordHash(leaf)))
			number++
		}
	}

	old := open(read(os.Args[3]), vkey)
	var growth tlog.TreeProof
	for _, line := range strings.Fields(string(read(os.Args[4]))) {
		growth = append(growth, hash(line))
	}
	check(tlog.CheckTree(growth, tree.N, tree.Hash, old.N, old.Hash))

	receipt := string(read(os.Args[6]))
	blank := strings.Index(receipt, "\n\n")
	signed := open([]byte(receipt[blank+2:]), vkey)
	var index int64
	var path tlog.RecordProof
	for _, line := range strings.Split(receipt[:blank], "\n")[1:] {
		if strings.HasPrefix(line, "index ") {
			index, err = strconv.ParseInt(line[6:], 10, 64)
			check(err)
		} else if !strings.HasPrefix(line, "extra ") {
			path = append(path, hash(line))
		}
	}
	check(tlog.CheckRecord(path, signed.N, signed.Hash, index, tlog.RecordHash(read(os.Args[5]))))
	fmt.Println(number, "leaves")
}
